package org.xingvo.storage.care;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.xingvo.storage.codec.Codec;
import org.xingvo.storage.volume.BlockHeader;
import org.xingvo.storage.volume.BlockType;
import org.xingvo.storage.volume.Kind;
import org.xingvo.storage.volume.Medium;
import org.xingvo.storage.volume.Reference;
import org.xingvo.storage.volume.Times;
import org.xingvo.storage.volume.Trailer;
import org.xingvo.storage.volume.VolumeHeader;
import org.xingvo.storage.volume.VolumeId;
import org.xingvo.storage.volume.VolumeScan;

/** Prints a volume for a person, a few lines a block. One thread at a time. */
public final class Dump {
    private Dump() {}

    public static void volume(Medium medium, VolumeId volume, Appendable out) throws IOException {
        VolumeHeader header = medium.header(volume);
        out.append("%s, format %d, generation %d, node %016x, created %s, %s%n"
                .formatted(
                        volume,
                        header.version(),
                        header.id().generation(),
                        header.node(),
                        header.created(),
                        header.sealed().equals(Instant.EPOCH) ? "open" : "sealed " + header.sealed()));
        VolumeScan data = new VolumeScan(medium, volume);
        VolumeScan.Result result = new VolumeScan(medium, volume)
                .run(VolumeHeader.BYTES, 0, block -> out.append(describe(block, data.dataIsGood(block.place()))));
        for (VolumeScan.Gap gap : result.gaps()) {
            out.append("offset %d: no readable block up to offset %d%n".formatted(gap.start(), gap.end()));
        }
        out.append("offset %d: end of the last whole block, %d bytes behind it%n"
                .formatted(result.end(), result.fileLength() - result.end()));
    }

    private static String describe(VolumeScan.Block block, boolean good) {
        BlockHeader header = block.place().header();
        Trailer trailer = block.trailer();
        byte[] attachment = trailer.attachment();
        return """
                offset %d: block %d, flag %d, %s "%s", extent %d of %d, sequence %d, %s
                  %s, compression %s, %d bytes stored of %d, CRC32C %08x %s, trailer %d bytes, durable before %d
                  object of %d bytes, %s, SHA-256 %s, MD5 %s, %s
                """.formatted(
                        block.place().offset(),
                        VolumeId.blockOf(header.id()),
                        header.flag(),
                        kind(trailer.kind()),
                        new String(trailer.name(), StandardCharsets.UTF_8),
                        trailer.extent() + 1,
                        trailer.extents(),
                        trailer.sequence(),
                        Times.instant(trailer.timeMicros()),
                        type(header.type()),
                        compression(header.compression()),
                        header.storedBytes(),
                        header.originalBytes(),
                        header.crc(),
                        good ? "good" : "WRONG",
                        block.place().trailerBytes(),
                        trailer.durableBefore(),
                        trailer.objectBytes(),
                        trailer.mediaType().isEmpty() ? "no media type" : trailer.mediaType(),
                        HexFormat.of().formatHex(trailer.sha256()),
                        HexFormat.of().formatHex(trailer.md5()),
                        attachment == null ? "no attachment" : "attachment of %d bytes".formatted(attachment.length))
                + referred(trailer);
    }

    /** A line on what an undeletion or a renaming leads to; none for others. */
    private static String referred(Trailer trailer) {
        Reference reference = trailer.reference();
        if (reference == null) {
            return "";
        }
        byte[] old = trailer.oldName();
        return "  leads to %s%s%n"
                .formatted(
                        reference.extents().stream()
                                .map(place -> "%s, generation %d, offset %d"
                                        .formatted(
                                                place.volume(), place.volume().generation(), place.offset()))
                                .collect(Collectors.joining("; ")),
                        old == null ? "" : ", renamed from \"%s\"".formatted(new String(old, StandardCharsets.UTF_8)));
    }

    private static String kind(int code) {
        Kind kind = Kind.of(code);
        return kind == null ? "kind " + code : kind.name();
    }

    private static String type(int code) {
        return Arrays.stream(BlockType.values())
                .filter(type -> type.code() == code)
                .map(BlockType::name)
                .findFirst()
                .orElse("type " + code);
    }

    private static String compression(int code) {
        return Arrays.stream(Codec.values())
                .filter(codec -> codec.code() == code)
                .map(Codec::name)
                .findFirst()
                .orElse(Integer.toString(code));
    }
}
