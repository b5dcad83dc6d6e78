package org.xingvo.server.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What can be set of a collection when it is made, and later. Filled by picocli; what is not given is null. */
final class CollectionOptions {
    @Option(
            names = "--durability",
            paramLabel = "fsync|os",
            description =
                    "What an acknowledged write survives: a power loss, or the end of the process (default: fsync).")
    @Nullable
    String durability;

    @Option(
            names = "--quota",
            paramLabel = "BYTES",
            description = "Most bytes of all files together (default: no limit).")
    @Nullable
    Long quota;

    @Option(names = "--max-volume", paramLabel = "BYTES", description = "Seal a volume rather than grow it past this.")
    @Nullable
    Long maxVolume;

    @Option(
            names = "--compress",
            negatable = true,
            description = "Compress what becomes smaller, or store everything as it is (default: compress).")
    @Nullable
    Boolean compress;

    @Option(
            names = "--readers",
            paramLabel = "LIST",
            description = "Who may read: *, or users and group:NAME, separated by commas; '' for operators only"
                    + " (default: *).")
    @Nullable
    String readers;

    @Option(
            names = "--writers",
            paramLabel = "LIST",
            description = "Who may write beside operators: users and group:NAME, separated by commas.")
    @Nullable
    String writers;

    @Option(
            names = "--repair-from",
            paramLabel = "DIR|URL",
            description = "A backup directory, or another server, that damaged files are repaired from when a scrub or"
                    + " a verification finds them; '' for none.")
    @Nullable
    String repairFrom;

    @Option(
            names = "--repair-token-file",
            paramLabel = "FILE",
            description = "With --repair-from URL: file on the server's machine with the token of an operator there.")
    @Nullable
    Path repairTokenFile;

    /** The parameters of the request that sets them. */
    void into(Map<String, String> form) {
        CollectionCreate.put(form, "durability", durability);
        CollectionCreate.put(form, "quota", quota);
        CollectionCreate.put(form, "max-volume", maxVolume);
        CollectionCreate.put(form, "readers", readers);
        CollectionCreate.put(form, "writers", writers);
        CollectionCreate.put(form, "compress", compress);
        CollectionCreate.put(form, "repair-from", repairFrom);
        CollectionCreate.put(
                form,
                "repair-token-file",
                repairTokenFile == null
                        ? null
                        : repairTokenFile.toAbsolutePath().normalize());
    }
}
