package org.xingvo.server.cli;

import java.net.BindException;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.IngestException;
import org.xingvo.schemas.cluster.DatabaseUnavailable;
import org.xingvo.schemas.dump.DumpException;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.copy.CopyException;
import org.xingvo.tables.TableException;

/** Turns what goes wrong at start into one sentence that says what to do; the rest is passed on as it is. */
final class Failures {
    private Failures() {}

    static RuntimeException sentence(Exception failure) {
        return switch (failure) {
            case Failure known -> known;
            case StorageException refused -> new Failure(sentence(refused.getMessage()), refused);
            case IngestException refused -> new Failure(sentence(refused.getMessage()), refused);
            case TableException refused -> new Failure(sentence(refused.getMessage()), refused);
            case CopyException refused -> new Failure(sentence(refused.getMessage()), refused);
            case DumpException refused -> new Failure(sentence(refused.getMessage()), refused);
            case DatabaseUnavailable unavailable -> new Failure(sentence(unavailable.getMessage()), unavailable);
            case BindException taken ->
                new Failure(
                        sentence(taken.getMessage()) + " Choose another port with --port, or 0 for a free one.", taken);
            case java.nio.file.AccessDeniedException denied ->
                new Failure("no permission for " + denied.getFile() + "; choose another folder with --data.", denied);
            case java.nio.file.FileSystemException disk ->
                new Failure(
                        disk.getFile() + ": " + disk.getReason()
                                + "; free some room or choose another disk with --data.",
                        disk);
            case RuntimeException other -> other;
            default -> new Failure(sentence(failure.getMessage()), failure);
        };
    }

    private static String sentence(@Nullable String given) {
        String message = String.valueOf(given);
        return message.endsWith(".") ? message : message + ".";
    }
}
