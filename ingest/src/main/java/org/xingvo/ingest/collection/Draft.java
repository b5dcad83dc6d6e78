package org.xingvo.ingest.collection;

import java.util.Map;

/**
 * A description that was guessed, with the reasons. Immutable.
 *
 * @param description it works as it is
 * @param remarks why, by path of the key, such as {@code columns[3].type}
 * @param files how many it was drafted from
 */
public record Draft(CollectionDescription description, Map<String, String> remarks, int files) {
    public Draft {
        remarks = Map.copyOf(remarks);
    }

    /** As YAML with the reasons beside the lines, and what only people can know as comments. */
    public String yaml() {
        return DescriptionYaml.write(description, remarks);
    }
}
