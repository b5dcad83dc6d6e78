package org.xingvo.server.copy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.auth.IdentityException;
import org.xingvo.dali.http.Callers;
import org.xingvo.schemas.dump.DatabaseDump;

/**
 * What a backup of the service holds beside volumes: {@code database}, the database in one file, and {@code files}, the
 * small files of the data directory. For callers with an operator's token only: there are secrets in both. Thread-safe;
 * must run on threads that may wait.
 */
public final class BackupHandler extends HttpHandler {
    /** Where this handler is mounted. */
    public static final String MOUNT = "/xs-backup";

    private static final Logger LOG = LoggerFactory.getLogger(BackupHandler.class);

    private final DataSource database;
    private final Path dataDirectory;
    private final Identities identities;

    public BackupHandler(DataSource database, Path dataDirectory, Identities identities) {
        this.database = database;
        this.dataDirectory = dataDirectory;
        this.identities = identities;
    }

    @Override
    public void service(Request request, Response response) throws Exception {
        try {
            if (!Callers.of(identities, request).administers()) {
                refuse(response, 403, "expected the token of an operator");
                return;
            }
        } catch (IdentityException.BadCredentials e) {
            refuse(response, e.status(), String.valueOf(e.getMessage()));
            return;
        }
        String what = request.getRequestURI().substring(MOUNT.length());
        if (!request.getMethod().getMethodString().equals("GET")) {
            refuse(response, 405, "expected GET");
            return;
        }
        response.setContentType("application/zip");
        OutputStream out = response.getOutputStream();
        switch (what) {
            // a file that ends early has no last entry and is not taken for whole
            case "/database" -> {
                DatabaseDump.Summary summary = DatabaseDump.write(database, out);
                LOG.info("Dumped {} tables with {} rows", summary.tables(), summary.rows());
            }
            case "/files" -> ServiceFiles.write(dataDirectory, out);
            default -> refuse(response, 404, what + ": expected database or files");
        }
    }

    private static void refuse(Response response, int status, String message) throws IOException {
        byte[] bytes = (message + "\n").getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("text/plain; charset=UTF-8");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
