package org.xingvo.server.cli;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.xingvo.vospace.transfer.TransferLimits;
import picocli.CommandLine.Option;

/** What transfers to and from the area of users may use. Filled by picocli. */
final class TransferOptions {
    private static final long SEGMENT_LEAST = 8L << 20;
    private static final long SEGMENT_MOST = 1L << 30;

    @Option(
            names = "--transfer-hosts",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Hosts, as they stand in URLs, that the service may fetch from and send to whatever their address"
                            + " is (default: addresses of the public Internet alone).")
    List<String> hosts = List.of();

    @Option(
            names = "--transfer-bytes",
            paramLabel = "BYTES",
            defaultValue = "50000000000",
            description = "Most bytes that the service fetches or sends in one transfer (default: ${DEFAULT-VALUE}).")
    long bytes = 50_000_000_000L;

    @Option(
            names = "--transfer-seconds",
            paramLabel = "S",
            defaultValue = "7200",
            description = "Longest time of one try to fetch or send (default: ${DEFAULT-VALUE}).")
    long seconds = 7200;

    @Option(
            names = "--segment-bytes",
            paramLabel = "LEAST..MOST",
            defaultValue = "8388608..1073741824",
            description = "Bytes of a segment of an upload that is sent in several (default: ${DEFAULT-VALUE}).")
    String segmentBytes = SEGMENT_LEAST + ".." + SEGMENT_MOST;

    @Option(
            names = "--segment-days",
            paramLabel = "DAYS",
            defaultValue = "2",
            description = "How long an unfinished upload is kept after its last segment (default: ${DEFAULT-VALUE}).")
    int segmentDays = 2;

    @Option(
            names = "--unfinished-uploads",
            paramLabel = "N",
            defaultValue = "100",
            description = "Unfinished uploads that a user may have (default: ${DEFAULT-VALUE}).")
    int unfinished = 100;

    @Option(
            names = "--unpack-entries",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Most entries of an archive that is unpacked (default: ${DEFAULT-VALUE}).")
    int entries = 100_000;

    @Option(
            names = "--unpack-bytes",
            paramLabel = "BYTES",
            defaultValue = "50000000000",
            description = "Most bytes of all files of an archive that is unpacked (default: ${DEFAULT-VALUE}).")
    long unpackBytes = 50_000_000_000L;

    @Option(
            names = "--unpack-ratio",
            paramLabel = "N",
            defaultValue = "200",
            description = "Most unpacked bytes for each byte of an archive (default: ${DEFAULT-VALUE}).")
    int ratio = 200;

    @Option(
            names = "--unpack-depth",
            paramLabel = "N",
            defaultValue = "32",
            description = "Most names in a path of an archive (default: ${DEFAULT-VALUE}).")
    int depth = 32;

    @Option(
            names = "--link-days",
            paramLabel = "DAYS",
            defaultValue = "366",
            description = "How long an address that a user hands out may be good (default: ${DEFAULT-VALUE}).")
    int linkDays = 366;

    TransferLimits limits() {
        String[] segment = segmentBytes.split("\\.\\.", -1);
        boolean numbers = segment.length == 2 && segment[0].matches("[0-9]{1,15}") && segment[1].matches("[0-9]{1,15}");
        if (!numbers
                || bytes < 1
                || seconds < 1
                || segmentDays < 1
                || unfinished < 1
                || entries < 1
                || unpackBytes < 1
                || ratio < 1
                || depth < 1
                || linkDays < 1) {
            throw new Failure("--transfer-bytes, --transfer-seconds, --segment-bytes, --segment-days,"
                    + " --unfinished-uploads, --unpack-entries, --unpack-bytes, --unpack-ratio, --unpack-depth,"
                    + " --link-days: expected numbers from 1 and for segments LEAST..MOST, found others.");
        }
        long least = Long.parseLong(segment[0]);
        long most = Long.parseLong(segment[1]);
        if (least < 1 || most < least) {
            throw new Failure("--segment-bytes: expected 1 <= LEAST <= MOST, found %s.".formatted(segmentBytes));
        }
        Set<String> trusted = new HashSet<>();
        hosts.forEach(host -> trusted.add(host.strip().toLowerCase(Locale.ROOT)));
        TransferLimits standard = TransferLimits.STANDARD;
        return new TransferLimits(
                standard.jobs(),
                standard.fetch().withBytes(bytes).withTotal(Duration.ofSeconds(seconds)),
                standard.addresses(),
                trusted,
                new TransferLimits.Segments(least, most, Duration.ofDays(segmentDays), unfinished),
                new TransferLimits.Archives(entries, unpackBytes, ratio, depth),
                Duration.ofDays(linkDays));
    }
}
