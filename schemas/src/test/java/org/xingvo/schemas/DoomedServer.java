package org.xingvo.schemas;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;

/** A process that commits rows and says each on its output, until it is killed. */
final class DoomedServer {
    private DoomedServer() {}

    public static void main(String[] arguments) throws Exception {
        Databases databases = Databases.open(null, Path.of(arguments[0]), Preference.AUTO, Pools.standard());
        try (Connection connection = databases.owner().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table data.acknowledged (n integer, access_class integer default 0)");
            for (int n = 0; ; n++) {
                statement.execute("insert into data.acknowledged values (" + n + ")");
                System.out.println(n);
            }
        }
    }
}
