package org.xingvo.ingest.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.ingest.load.LoadRequest.Mode;
import org.xingvo.ingest.table.LoadProgress;
import org.xingvo.ingest.table.TableLayout.PositionChoice;
import org.xingvo.tables.TableFiles;
import org.xingvo.tables.TableSource;
import org.xingvo.testing.PostgresExtension;

/** What tests of loading need: a database, and tables loaded into it. */
abstract class LoadDesk {
    @TempDir
    Path directory;

    /** Told how loads go on. */
    LoadProgress progress = LoadProgress.silent();

    abstract PostgresExtension postgres();

    LoadReport load(String table, Mode mode, Path... files) throws IOException {
        return load(table, mode, null, files);
    }

    LoadReport load(String table, Mode mode, LoadRequest.@Nullable Access access, Path... files) throws IOException {
        List<TableSource> sources = new ArrayList<>();
        try {
            for (Path file : files) {
                sources.add(TableFiles.open(file, file.getFileName().toString(), null, null));
            }
            LoadRequest request = new LoadRequest(
                    table,
                    sources,
                    mode,
                    new PositionChoice(null, null, false),
                    null,
                    null,
                    access,
                    null,
                    List.of(),
                    directory.resolve("sort"),
                    LoadRequest.DEFAULT_MEMORY_BYTES);
            return new CatalogueLoader(postgres().dataSource(), postgres().dialect()).load(request, progress);
        } finally {
            for (TableSource source : sources) {
                source.close();
            }
        }
    }

    List<String> rows(String sql) throws SQLException {
        try (Connection connection = postgres().dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            int columns = row.getMetaData().getColumnCount();
            List<String> lines = new ArrayList<>();
            while (row.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    cells.add(String.valueOf(row.getString(i)));
                }
                lines.add(String.join("|", cells));
            }
            return lines;
        }
    }

    Path resource(String name) throws IOException {
        Path copy = directory.resolve(name);
        try (InputStream in = CatalogueLoads.class.getResourceAsStream("/tables/" + name)) {
            Files.copy(Objects.requireNonNull(in), copy);
        }
        return copy;
    }
}
