package org.xingvo.storage.copy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.CollectionSettings;

/** A source whose volumes are arrays: 64 bytes that are never the same twice, and then whatever was added. */
final class MemoryVolumes implements VolumeSource {
    static final CollectionId COLLECTION = new CollectionId(0x0001E241);

    private record Volume(int number, int generation, byte[] bytes) {}

    private final Random random;
    private final List<Volume> volumes = new ArrayList<>();
    private String name = "lamost-dr2";
    private long failAfter = Long.MAX_VALUE;
    private long given;

    MemoryVolumes(long seed) {
        this.random = new Random(seed);
    }

    MemoryVolumes named(String other) {
        name = other;
        return this;
    }

    /** Bytes given out from now on before reading fails. */
    void failAfter(long bytes) {
        failAfter = bytes;
        given = 0;
    }

    long given() {
        return given;
    }

    void add(int number, int generation, int bytes) {
        byte[] all = new byte[bytes];
        random.nextBytes(all);
        volumes.add(new Volume(number, generation, all));
    }

    void remove(int number) {
        volumes.removeIf(v -> v.number() == number);
    }

    void grow(int number, int bytes) {
        Volume volume = volume(number);
        byte[] all = new byte[volume.bytes().length + bytes];
        random.nextBytes(all);
        System.arraycopy(volume.bytes(), 0, all, 0, volume.bytes().length);
        volumes.set(volumes.indexOf(volume), new Volume(number, volume.generation(), all));
    }

    void cut(int number, int bytes) {
        Volume volume = volume(number);
        volumes.set(
                volumes.indexOf(volume), new Volume(number, volume.generation(), Arrays.copyOf(volume.bytes(), bytes)));
    }

    byte[] bytes(int number) {
        return volume(number).bytes();
    }

    private Volume volume(int number) {
        return volumes.stream().filter(v -> v.number() == number).findFirst().orElseThrow();
    }

    @Override
    public String where() {
        return "memory";
    }

    @Override
    public CollectionId collection() {
        return COLLECTION;
    }

    @Override
    public CollectionSettings settings() {
        return CollectionSettings.named(name);
    }

    @Override
    public List<VolumeState> volumes() {
        return volumes.stream()
                .map(v -> new VolumeState(v.number(), v.generation(), v.bytes().length))
                .toList();
    }

    @Override
    public void read(VolumeState volume, ByteBuffer target, long position) throws IOException {
        given += target.remaining();
        if (given > failAfter) {
            throw new IOException("the source went away");
        }
        target.put(volume(volume.number()).bytes(), (int) position, target.remaining());
    }

    @Override
    public void close() {}
}
