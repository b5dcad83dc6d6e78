package org.xingvo.server.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.auth.Caller;
import org.xingvo.ingest.SpaceTableLimits;
import org.xingvo.ingest.SpaceTableWorker;
import org.xingvo.ingest.load.SpaceTableLoader;
import org.xingvo.schemas.Databases;
import org.xingvo.storage.Store;
import org.xingvo.tap.db.SpaceTableSource;
import org.xingvo.tap.space.CallersTables;
import org.xingvo.tap.space.SpaceSchema;
import org.xingvo.vospace.SpaceTables;
import org.xingvo.vospace.node.VospaceFault;

/** Files of the space as tables of TAP, put together: the space says who may read a file. Thread-safe. */
public final class FileTables implements CallersTables {
    /** Larger files wait in a line of their own. */
    private static final long SMALL_BYTES = 8L << 20;

    private final SpaceTables space;
    private final SpaceTableLimits limits;

    private FileTables(SpaceTables space, SpaceTableLimits limits) {
        this.space = space;
        this.limits = limits;
    }

    /** The schema of these tables, for all queries of a server. */
    public static SpaceSchema schema(SpaceTables space, Databases databases, SpaceTableLimits limits) {
        return new SpaceSchema(new FileTables(space, limits), new SpaceTableSource(databases.control()));
    }

    /**
     * Those who make tables of files: one for small files, one for whatever comes.
     *
     * @param directory for temporary files
     */
    public static List<SpaceTableWorker> workers(
            Store store, Databases databases, SpaceTableLimits limits, Path directory) throws IOException {
        clear(directory);
        SpaceTableLoader loader = new SpaceTableLoader(databases.owner(), databases.dialect(), limits, directory);
        return List.of(
                new SpaceTableWorker(store, loader, limits, directory, SMALL_BYTES),
                new SpaceTableWorker(store, loader, limits, directory, Long.MAX_VALUE));
    }

    /** What a killed server has left. */
    private static void clear(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            try (Stream<Path> left = Files.walk(directory)) {
                for (Path file : left.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public OptionalInt find(Caller caller, String name) {
        try {
            return space.find(caller, name);
        } catch (VospaceFault e) {
            throw failed(e);
        }
    }

    @Override
    public List<Listed> list(Caller caller) {
        try {
            return space.list(caller, limits.listed()).stream()
                    .map(table -> new Listed(table.number(), table.name()))
                    .toList();
        } catch (VospaceFault e) {
            throw failed(e);
        }
    }

    private static DaliFault failed(VospaceFault e) {
        return new DaliFault(DaliFault.Kind.FATAL, "The tables of files cannot be looked up", e);
    }
}
