package org.xingvo.ingest;

import java.nio.file.Path;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;
import org.xingvo.ingest.load.Catalogue;
import org.xingvo.schemas.SkyDialect;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.local.LocalStore;

/** An ingest in a process of its own, which tests kill: JDBC URL, user, password, working folder, survey. */
final class IngestChild {
    private IngestChild() {}

    public static void main(String[] arguments) throws Exception {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(arguments[0]);
        database.setUser(arguments[1]);
        database.setPassword(arguments[2]);
        Path work = Path.of(arguments[3]);
        try (LocalStore store = LocalStore.open(work.resolve("store"), StoreConfig.defaults())) {
            PublishReport report = new Publisher(
                            store, new Catalogue(database, SkyDialect.CUBE), work.resolve("collections"))
                    .publish(List.of(Path.of(arguments[4])), PublishOptions.of("org.example"), Progress.silent());
            System.out.println(report.line());
        }
    }
}
