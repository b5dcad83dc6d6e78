package org.xingvo.vospace.transfer;

import java.time.Duration;
import java.util.Set;
import org.xingvo.dali.uws.JobLimits;
import org.xingvo.schemas.net.AddressRule;
import org.xingvo.schemas.net.FetchLimits;

/**
 * What transfers may use. Immutable.
 *
 * @param jobs limits of the jobs that the service runs
 * @param fetch limits of what it fetches and sends
 * @param hosts names, as they stand in URLs, of hosts that it may talk to whatever their address is
 * @param segments limits of uploads in segments
 * @param archives limits of archives that are unpacked
 * @param longestLink how long an address that a user hands out may be good
 */
public record TransferLimits(
        JobLimits jobs,
        FetchLimits fetch,
        AddressRule addresses,
        Set<String> hosts,
        Segments segments,
        Archives archives,
        Duration longestLink) {
    /**
     * Limits of uploads in segments. Immutable.
     *
     * @param leastBytes of a segment that is not the last
     * @param mostBytes of a segment
     * @param kept how long after its last segment an unfinished one is kept
     * @param perUser unfinished ones of one user
     */
    public record Segments(long leastBytes, long mostBytes, Duration kept, int perUser) {
        public Segments {
            if (leastBytes < 1 || mostBytes < leastBytes || kept.toSeconds() < 1 || perUser < 1) {
                throw new IllegalArgumentException(
                        "segments: expected 1 <= least <= most bytes, a time and a number from 1, found %d, %d, %s, %d"
                                .formatted(leastBytes, mostBytes, kept, perUser));
            }
        }
    }

    /**
     * Limits of archives that are unpacked. Immutable.
     *
     * @param entries files and folders
     * @param bytes of all files together
     * @param ratio bytes unpacked by bytes sent
     * @param depth names in a path
     */
    public record Archives(int entries, long bytes, int ratio, int depth) {
        public Archives {
            if (entries < 1 || bytes < 1 || ratio < 1 || depth < 1) {
                throw new IllegalArgumentException("archives: expected limits from 1, found %d, %d, %d, %d"
                        .formatted(entries, bytes, ratio, depth));
            }
        }
    }

    public static final TransferLimits STANDARD = new TransferLimits(
            new JobLimits(
                    Duration.ofHours(4),
                    Duration.ofHours(24),
                    Duration.ofDays(7),
                    Duration.ofDays(31),
                    4,
                    2,
                    5_000,
                    3,
                    Duration.ofSeconds(45)),
            FetchLimits.STANDARD,
            AddressRule.PUBLIC_ONLY,
            Set.of(),
            new Segments(8L << 20, 1L << 30, Duration.ofDays(2), 100),
            new Archives(100_000, 50_000_000_000L, 200, 32),
            Duration.ofDays(366));

    public TransferLimits {
        hosts = Set.copyOf(hosts);
    }

    /** The same with hosts that may have any address. */
    public TransferLimits withHosts(Set<String> trusted) {
        return new TransferLimits(jobs, fetch, addresses, trusted, segments, archives, longestLink);
    }

    public TransferLimits withSegments(Segments other) {
        return new TransferLimits(jobs, fetch, addresses, hosts, other, archives, longestLink);
    }

    public TransferLimits withArchives(Archives other) {
        return new TransferLimits(jobs, fetch, addresses, hosts, segments, other, longestLink);
    }

    public TransferLimits withFetch(FetchLimits other) {
        return new TransferLimits(jobs, other, addresses, hosts, segments, archives, longestLink);
    }
}
