package org.xingvo.ingest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.xingvo.ingest.collection.CollectionDescription;
import org.xingvo.ingest.collection.Draft;

/** Drafts descriptions of files that no description of a folder takes yet. Needs no store and no database. */
public final class Drafter {
    private Drafter() {}

    /**
     * What a draft came to.
     *
     * @param file it was written to
     */
    public record Drafted(Draft draft, Path file) {}

    /**
     * Looks at the headers of a sample of the files below the directories, and writes a description for each group.
     *
     * @param folder of descriptions; those that are in it stay as they are
     * @throws IngestException the files or the folder cannot be read or written
     */
    public static List<Drafted> draft(List<Path> directories, Path folder, PublishOptions options, Progress progress) {
        DescriptionFolder descriptions = new DescriptionFolder(folder);
        List<CollectionDescription> existing = new ArrayList<>();
        descriptions.read().forEach(written -> existing.add(written.description()));
        progress.begin(Progress.Phase.SCAN, -1);
        Scan scan = new Scan(Scan.Limits.DEFAULT);
        scan.walk(directories);
        Set<String> taken = new HashSet<>();
        existing.forEach(description -> taken.add(description.name()));
        List<Drafted> drafted = new ArrayList<>();
        for (Draft draft : new Drafting(options, progress).draft(scan.files(), existing, taken)) {
            String name = draft.description().name();
            descriptions.write(name, draft.yaml());
            drafted.add(new Drafted(draft, descriptions.file(name)));
        }
        return drafted;
    }
}
