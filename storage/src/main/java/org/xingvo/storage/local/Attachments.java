package org.xingvo.storage.local;

import com.github.luben.zstd.Zstd;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.codec.ZstdFrames;

/** Attachments as trailers keep them: 4 bytes of original length, then one zstd frame. */
final class Attachments {
    private Attachments() {}

    static byte[] pack(byte[] original) {
        if (original.length > PutRequest.MAX_ATTACHMENT_BYTES) {
            throw new IllegalArgumentException("attachment: expected at most %,d bytes, found %,d"
                    .formatted(PutRequest.MAX_ATTACHMENT_BYTES, original.length));
        }
        byte[] frame = ZstdFrames.compress(original);
        return ByteBuffer.allocate(4 + frame.length)
                .putInt(original.length)
                .put(frame)
                .array();
    }

    static byte[] unpack(byte[] packed, String where) {
        int size = packed.length < 4 ? -1 : ByteBuffer.wrap(packed).getInt();
        if (size < 0 || size > PutRequest.MAX_ATTACHMENT_BYTES) {
            throw new StorageException.Damaged("%s, attachment: expected a length up to %,d, found %,d"
                    .formatted(where, PutRequest.MAX_ATTACHMENT_BYTES, size));
        }
        byte[] original = new byte[size];
        long n = Zstd.decompressByteArray(original, 0, size, packed, 4, packed.length - 4);
        if (n != size) {
            throw new StorageException.Damaged("%s, attachment: expected %,d bytes, found %s"
                    .formatted(where, size, Zstd.isError(n) ? Zstd.getErrorName(n) : Arrays.toString(new long[] {n})));
        }
        return original;
    }
}
