package org.xingvo.dali.uws;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Files of jobs in memory. Thread-safe. */
final class MemoryFiles implements JobFiles {
    final Map<String, byte[]> files = new ConcurrentHashMap<>();

    @Override
    public long put(String name, String mediaType, Content content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        content.write(out);
        files.put(name, out.toByteArray());
        return out.size();
    }

    @Override
    public Optional<InputStream> read(String name) {
        return Optional.ofNullable(files.get(name)).map(ByteArrayInputStream::new);
    }

    @Override
    public void removeAll(String prefix) {
        files.keySet().removeIf(name -> name.startsWith(prefix));
    }
}
