package org.xingvo.ingest;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.collection.CollectionChooser;
import org.xingvo.ingest.collection.CollectionDescription;
import org.xingvo.ingest.collection.Layout;
import org.xingvo.ingest.fits.FitsFormatException;
import org.xingvo.ingest.fits.HduHeader;
import org.xingvo.ingest.fits.HeaderLimits;
import org.xingvo.ingest.load.Catalogue;
import org.xingvo.ingest.load.KnownDataset;
import org.xingvo.ingest.load.Reject;

/** What an ingest would do, without doing it. One thread at a time. */
public final class Rehearsal {
    private static final int CHUNK = 256;

    /** What would become of a file. */
    public enum Fate {
        NEW,
        SAME,
        CHANGED,
        DELETED,
        REFUSED
    }

    /** Told the fate of each file; by one thread. */
    public interface Receiver {
        /**
         * One file.
         *
         * @param detail the collection of a new file, why a file would be refused; null: nothing to say
         */
        void file(Fate fate, String path, @Nullable String detail);
    }

    private record Said(Fate fate, String path, @Nullable String detail) {}

    private final Catalogue catalogue;
    private final CollectionChooser chooser;
    private final List<String> drafted;
    private final @Nullable String only;

    /** @param drafted names of collections that would be made */
    Rehearsal(Catalogue catalogue, CollectionChooser chooser, List<String> drafted, @Nullable String only) {
        this.catalogue = catalogue;
        this.chooser = chooser;
        this.drafted = drafted;
        this.only = only;
    }

    void run(List<FoundFile> files, Progress progress, Receiver receiver) {
        progress.begin(Progress.Phase.INGEST, files.size());
        for (int from = 0; from < files.size() && !progress.stopRequested(); from += CHUNK) {
            List<FoundFile> chunk = files.subList(from, Math.min(files.size(), from + CHUNK));
            Map<String, KnownDataset> known =
                    catalogue.known(chunk.stream().map(FoundFile::path).toList());
            chunk.parallelStream()
                    .map(file -> judge(file, known.get(file.path())))
                    .toList()
                    .forEach(said -> receiver.file(said.fate(), said.path(), said.detail()));
            progress.advance(from + chunk.size());
        }
    }

    private Said judge(FoundFile file, @Nullable KnownDataset known) {
        try {
            SourceFile source = SourceFile.open(file.file(), file.sizeBytes());
            if (known != null && Arrays.equals(known.sha256(), source.sha256())) {
                return new Said(Fate.SAME, file.path(), null);
            }
            List<HduHeader> hdus = source.headers(HeaderLimits.DEFAULT);
            return known != null ? new Said(Fate.CHANGED, file.path(), null) : fresh(file, hdus);
        } catch (FitsFormatException e) {
            return refused(file, FileIntake.reason(file, e.reason()), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return refused(file, "unreadable", "file: expected its bytes, found " + Scan.reason(e));
        }
    }

    private Said fresh(FoundFile file, List<HduHeader> hdus) {
        if (only != null) {
            return new Said(Fate.NEW, file.path(), only);
        }
        Optional<CollectionDescription> chosen = chooser.choose(Layout.of(hdus), file.path());
        String name = chosen.map(CollectionDescription::name).orElse("a new collection");
        return new Said(Fate.NEW, file.path(), drafted.contains(name) ? name + " (a new collection)" : name);
    }

    private static Said refused(FoundFile file, String reason, String detail) {
        Reject reject = new Reject(file.path(), reason, detail);
        return new Said(Fate.REFUSED, file.path(), reject.reason() + ": " + reject.detail());
    }
}
