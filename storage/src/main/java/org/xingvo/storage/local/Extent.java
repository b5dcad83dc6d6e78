package org.xingvo.storage.local;

import org.jspecify.annotations.Nullable;
import org.xingvo.storage.codec.Codec;
import org.xingvo.storage.volume.Append;
import org.xingvo.storage.volume.BlockData;
import org.xingvo.storage.volume.FrameTable;
import org.xingvo.storage.volume.Trailer;

/**
 * A piece of a body as it goes into one block. Immutable.
 *
 * @param data as it is stored
 * @param codec of the data
 * @param originalBytes its length before compression
 * @param crc CRC32C of the data as it is stored
 * @param frames null if there is one frame or none
 */
record Extent(
        BlockData data,
        Codec codec,
        long originalBytes,
        int crc,
        @Nullable FrameTable frames) {
    Append append(int type, Trailer trailer) {
        return new Append(type, codec.code(), originalBytes, crc, data, trailer.withFrames(frames));
    }
}
