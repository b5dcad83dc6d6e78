package org.xingvo.storage.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.StorageException;

class DirectoryCopyTest {
    private static final int PIECE = 1000;

    @TempDir
    Path root;

    private final MemoryVolumes source = new MemoryVolumes(1);

    @BeforeEach
    void fill() {
        source.add(1, 1, 2500);
        source.add(2, 1, 12_345);
    }

    @Test
    void aCopyIsTheVolumesByteForByte() throws IOException {
        assertThat(copy(false)).isEqualTo(new CollectionCopy.Outcome(14_845, 2, 14_845, 0));
        assertCopied();
    }

    @Test
    void theSecondCopyMovesOnlyWhatIsNew() throws IOException {
        copy(false);
        source.grow(2, 777);
        source.add(3, 1, 100);
        source.failAfter(Long.MAX_VALUE);
        assertThat(copy(false).bytes()).isEqualTo(877);
        // two looks at each older volume, to see that it is the same
        assertThat(source.given()).isEqualTo(877 + 2 * (48 + 64));
        assertCopied();
        assertThat(copy(false).bytes()).isZero();
    }

    @Test
    void aCopyThatWasCutShortGoesOnWhereItWas() throws IOException {
        source.add(3, 1, 9 << 20);
        source.failAfter(9 << 20);
        assertThatThrownBy(() -> copy(false)).hasMessage("the source went away");
        source.failAfter(Long.MAX_VALUE);
        assertThat(copy(false).bytes()).isEqualTo((9 << 20) + 14_845 - (14_845 + (8 << 20)));
        assertCopied();
    }

    @Test
    void bytesBehindTheManifestDoNotCount() throws IOException {
        copy(false);
        Files.write(volume("0002.vol"), new byte[500], StandardOpenOption.APPEND);
        source.grow(2, 300);
        copy(false);
        assertCopied();
    }

    @Test
    void aFlippedBitIsFoundNamedAndCopiedAgain() throws IOException {
        copy(false);
        flip("0002.vol", 3456);
        try (DirectorySource copy = DirectorySource.of(root, "lamost-dr2")) {
            assertThat(copy.verify(CopyProgress.silent()))
                    .singleElement()
                    .asString()
                    .contains("0002.vol, offset 3000: expected SHA-256 ");
            assertThatThrownBy(() -> copy.read(new VolumeState(2, 1, 12_345), ByteBuffer.allocate(10), 3900))
                    .isInstanceOf(StorageException.Damaged.class);
        }
        assertThat(copy(true).bytes()).isEqualTo(12_345 - 3000);
        assertCopied();
    }

    @Test
    void aFlippedBitInTheLastPieceStopsTheNextCopy() throws IOException {
        copy(false);
        flip("0001.vol", 2400);
        source.grow(1, 10);
        assertThatThrownBy(() -> copy(false))
                .isInstanceOf(CopyException.class)
                .hasMessageContaining("0001.vol, offset 2000");
    }

    @Test
    void volumesThatACompactionTookAwayGoLast() throws IOException {
        copy(false);
        source.remove(1);
        source.add(3, 1, 5000);
        assertThat(copy(false).dropped()).isEqualTo(1);
        assertThat(volume("0001.vol")).doesNotExist();
        assertCopied();
    }

    @Test
    void aNumberIsUsedAgainOnlyWhenTheNewVolumeIsWhole() throws IOException {
        copy(false);
        byte[] old = source.bytes(2);
        source.remove(2);
        source.add(2, 2, 6 << 20);
        source.failAfter(5 << 20);
        assertThatThrownBy(() -> copy(false)).isInstanceOf(IOException.class);
        assertThat(Files.readAllBytes(volume("0002.vol"))).isEqualTo(old);
        try (DirectorySource copy = DirectorySource.of(root, "lamost-dr2")) {
            assertThat(copy.complete()).isFalse();
            assertThat(copy.volumes()).contains(new VolumeState(2, 1, 12_345));
        }
        source.failAfter(Long.MAX_VALUE);
        assertThat(copy(false).bytes()).isEqualTo(2 << 20);
        assertCopied();
        assertThat(volume("0002.vol.2")).doesNotExist();
        source.grow(2, 50);
        copy(false);
        assertCopied();
    }

    @Test
    void aVolumeOfAnotherHistoryIsLeftAlone() throws IOException {
        copy(false);
        MemoryVolumes other = new MemoryVolumes(2);
        other.add(1, 1, 9000);
        assertThatThrownBy(() -> copy(other, false))
                .isInstanceOf(CopyException.class)
                .hasMessageContaining("a copy of another volume");
        source.cut(1, 2000);
        assertThatThrownBy(() -> copy(false)).hasMessageContaining("the source has lost bytes");
        assertThat(Files.size(volume("0001.vol"))).isEqualTo(2500);
    }

    @Test
    void theSameTailIsNeededToo() throws IOException {
        copy(false);
        source.cut(1, 1000);
        source.grow(1, 9000);
        assertThatThrownBy(() -> copy(false)).hasMessageContaining("offset 2436");
    }

    @Test
    void anotherCollectionOfThisNameIsRefused() throws IOException {
        copy(false);
        Files.move(root.resolve("0001E241"), root.resolve("0001E242"));
        assertThatThrownBy(() -> copy(false))
                .hasMessageContaining("expected collection 0001E241 under the name lamost-dr2, found 0001E242");
    }

    @Test
    void aDataDirectoryIsNoPlaceForABackup() throws IOException {
        Files.writeString(root.resolve("xing.version"), "xingvo-store 1");
        assertThatThrownBy(() -> copy(false)).hasMessageContaining("found a data directory");
        Files.delete(root.resolve("xing.version"));
        Files.createDirectories(root.resolve("0001E241"));
        Files.createFile(volume("0007.vol"));
        assertThatThrownBy(() -> copy(false)).hasMessageContaining("0007.vol");
    }

    @Test
    void aChangedManifestIsNotBelieved() throws IOException {
        copy(false);
        Path manifest = volume(Manifest.NAME);
        Files.writeString(manifest, Files.readString(manifest).replace("volume 1 1 2500", "volume 1 1 2400"));
        assertThatThrownBy(() -> copy(false))
                .isInstanceOf(CopyException.class)
                .hasMessageContaining("expected SHA-256");
    }

    @Test
    void twoRunsDoNotWriteToOneCopy() throws IOException {
        try (DirectoryTarget first = DirectoryTarget.in(root, false, PIECE);
                DirectoryTarget second = DirectoryTarget.in(root, false, PIECE)) {
            first.begin(MemoryVolumes.COLLECTION, source.settings());
            assertThatThrownBy(() -> second.begin(MemoryVolumes.COLLECTION, source.settings()))
                    .hasMessageContaining("another copy to it is under way");
        }
        copy(false);
    }

    @Test
    void tooLittleRoomIsSaidBeforeTheFirstByte() throws IOException {
        try (VolumeTarget full = new FullTarget(DirectoryTarget.in(root, false, PIECE))) {
            assertThatThrownBy(() -> CollectionCopy.run(source, full, null, CopyProgress.silent()))
                    .isInstanceOf(StorageException.NoSpace.class)
                    .hasMessageContaining("needs 14,845 bytes for collection lamost-dr2, 14,844 left");
        }
    }

    @Test
    void aCopyIsFoundByItsName() throws IOException {
        copy(new MemoryVolumes(3).named("other"), false);
        assertThat(DirectorySource.collections(root))
                .containsExactly(java.util.Map.entry(new CollectionId(0x1E241), "other"));
        assertThatThrownBy(() -> DirectorySource.of(root, "lamost-dr2"))
                .hasMessageContaining("expected a copy of lamost-dr2, found [other]");
    }

    private CollectionCopy.Outcome copy(boolean checkAll) throws IOException {
        return copy(source, checkAll);
    }

    private CollectionCopy.Outcome copy(VolumeSource from, boolean checkAll) throws IOException {
        try (DirectoryTarget target = DirectoryTarget.in(root, checkAll, PIECE)) {
            return CollectionCopy.run(from, target, null, CopyProgress.silent());
        }
    }

    private void assertCopied() throws IOException {
        for (VolumeState volume : source.volumes()) {
            assertThat(Files.readAllBytes(volume("%04d.vol".formatted(volume.number()))))
                    .isEqualTo(source.bytes(volume.number()));
        }
        try (DirectorySource copy = DirectorySource.of(root, "")) {
            assertThat(copy.complete()).isTrue();
            assertThat(copy.volumes()).containsExactlyInAnyOrderElementsOf(source.volumes());
            assertThat(copy.verify(CopyProgress.silent())).isEmpty();
        }
    }

    private Path volume(String name) {
        return root.resolve("0001E241").resolve(name);
    }

    private void flip(String name, long offset) throws IOException {
        try (FileChannel channel = FileChannel.open(volume(name), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, offset);
            one.put(0, (byte) (one.get(0) ^ 1));
            channel.write(one.rewind(), offset);
        }
    }

    /** A disk with a byte too little. */
    private record FullTarget(VolumeTarget within) implements VolumeTarget {
        @Override
        public String where() {
            return within.where();
        }

        @Override
        public java.util.List<VolumeState> begin(
                CollectionId collection, org.xingvo.storage.CollectionSettings settings) throws IOException {
            return within.begin(collection, settings);
        }

        @Override
        public long usableBytes() {
            return 14_844;
        }

        @Override
        public void read(VolumeState volume, ByteBuffer target, long position) throws IOException {
            within.read(volume, target, position);
        }

        @Override
        public void append(VolumeState volume, ByteBuffer bytes) throws IOException {
            within.append(volume, bytes);
        }

        @Override
        public void finish(java.util.List<VolumeState> whole) throws IOException {
            within.finish(whole);
        }

        @Override
        public void close() throws IOException {
            within.close();
        }
    }
}
