package org.xingvo.storage.care;

import java.util.List;

/**
 * What a compaction did. Immutable.
 *
 * @param volumes that are gone
 * @param copiedBytes blocks that went to other volumes
 * @param freedBytes what the disk got back, copies already counted against it
 * @param problems why volumes are still there that should be gone, a sentence each
 */
public record CompactionReport(int volumes, long copiedBytes, long freedBytes, List<String> problems) {
    public CompactionReport {
        problems = List.copyOf(problems);
    }
}
