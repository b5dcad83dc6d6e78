package org.xingvo.vospace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xingvo.vospace.SpaceHarness.bytes;
import static org.xingvo.vospace.SpaceHarness.node;
import static org.xingvo.vospace.SpaceHarness.text;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.testing.PostgresExtension;
import org.xingvo.vospace.tree.SpaceLimits;

/** What is new belongs to its user alone. */
class HomesIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.cube();

    @TempDir
    static Path directory;

    static SpaceHarness space;
    static String ann;
    static String bob;

    @BeforeAll
    static void start() throws Exception {
        space = new SpaceHarness(postgres.dataSource(), directory, SpaceLimits.DEFAULT);
        ann = space.user("ann");
        bob = space.user("bob");
        assertThat(space.put(ann, "/files/home/ann/mine.txt", bytes("mine")).statusCode())
                .isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        space.close();
    }

    @Test
    void aNewHomeIsThereForItsUserAloneUntilItIsOpened() throws Exception {
        assertThat(text(space.get(bob, "/vos/nodes/home"))).doesNotContain("/home/ann");
        assertThat(text(space.get(ann, "/vos/nodes/home"))).contains("/home/ann");
        assertThat(space.get(bob, "/vos/nodes/home/ann").statusCode()).isEqualTo(404);
        assertThat(space.get(bob, "/files/home/ann/mine.txt").statusCode()).isEqualTo(404);
        assertThat(space.get(null, "/files/home/ann/mine.txt").statusCode())
                .isEqualTo(space.get(null, "/files/home/ann/none.txt").statusCode());
        assertThat(text(space.get(ann, "/files/home/ann/mine.txt"))).isEqualTo("mine");

        byte[] open = node("/home/ann", "ContainerNode", "ispublic", "true");
        assertThat(space.send(ann, "POST", "/vos/nodes/home/ann", open).statusCode())
                .isEqualTo(200);

        assertThat(space.get(bob, "/vos/nodes/home/ann").statusCode()).isEqualTo(200);
        // What was made while the home was closed stays closed.
        assertThat(space.get(bob, "/files/home/ann/mine.txt").statusCode()).isNotEqualTo(200);
        space.put(ann, "/files/home/ann/ours.txt", bytes("ours"));
        assertThat(text(space.get(bob, "/files/home/ann/ours.txt"))).isEqualTo("ours");
    }

    @Test
    void anOperatorWhoWritesIntoTheHomeOfAUserMakesIt() {
        space.user("carl");
        assertThat(space.put(space.operator, "/files/home/carl/welcome.txt", bytes("hello"))
                        .statusCode())
                .isEqualTo(201);
        assertThat(space.get(bob, "/files/home/carl/welcome.txt").statusCode()).isEqualTo(404);
        assertThat(space.put(space.operator, "/files/home/nobody/welcome.txt", bytes("hello"))
                        .statusCode())
                .isEqualTo(404);
    }
}
