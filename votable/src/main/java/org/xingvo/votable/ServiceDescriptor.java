package org.xingvo.votable;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A RESOURCE that says how to call a service with cells of the results (DataLink 1.1, section 4). Immutable.
 *
 * @param id XML id; null: none
 * @param name short; null: none
 * @param description one line; null: none
 * @param params standardID, accessURL...
 * @param inputParams the parameters of the service, usually with a {@code ref} to a FIELD
 */
public record ServiceDescriptor(
        @Nullable String id,
        @Nullable String name,
        @Nullable String description,
        List<Param> params,
        List<Param> inputParams) {
    public ServiceDescriptor {
        params = List.copyOf(params);
        inputParams = List.copyOf(inputParams);
    }
}
