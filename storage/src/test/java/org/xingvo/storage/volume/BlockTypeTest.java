package org.xingvo.storage.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class BlockTypeTest {
    private static final Path PAGE =
            Path.of(System.getProperty("xingvo.root", "..")).resolve("docs/storage-format.md");

    @Test
    void thePageHasEveryTypeAndNoOther() throws IOException {
        StringBuilder table =
                new StringBuilder("| code | type | media types | stored as it is |\n| --- | --- | --- | --- |\n");
        for (BlockType type : BlockType.values()) {
            table.append("| %d | %s | %s | %s |\n"
                    .formatted(
                            type.code(),
                            type.name(),
                            type.mediaTypes().isEmpty() ? "any other" : String.join(", ", type.mediaTypes()),
                            type.compressed() ? "yes" : ""));
        }
        assertThat(Files.readString(PAGE)).contains("\n\n" + table + "\n");
    }

    @Test
    void everyMediaTypeMeansOneType() {
        Set<String> seen = new HashSet<>();
        for (BlockType type : BlockType.values()) {
            for (String mediaType : type.mediaTypes()) {
                assertThat(seen.add(mediaType)).describedAs(mediaType).isTrue();
                assertThat(BlockType.of(mediaType)).isEqualTo(type);
            }
        }
        assertThat(Arrays.stream(BlockType.values()).map(BlockType::code)).doesNotHaveDuplicates();
    }

    @Test
    void parametersAndCaseOfAMediaTypeDoNotMatter() {
        assertThat(BlockType.of("Application/FITS; kind=image")).isEqualTo(BlockType.FITS);
        assertThat(BlockType.of("application/x-votable+xml;content=datalink")).isEqualTo(BlockType.VOTABLE);
        assertThat(BlockType.of("application/octet-stream")).isEqualTo(BlockType.UNKNOWN);
        assertThat(BlockType.of("")).isEqualTo(BlockType.UNKNOWN);
    }
}
