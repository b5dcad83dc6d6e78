package org.xingvo.tap.db.soak;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.xingvo.schemas.SkyDialect;

/**
 * A database to try queries on.
 *
 * @param owner may make tables
 * @param reader runs queries as users do
 */
public record SoakDatabase(DataSource owner, DataSource reader, SkyDialect dialect) {
    void execute(List<String> statements) throws SQLException {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
