package org.xingvo.dali.auth;

import java.util.Set;
import org.xingvo.schemas.AccessClass;

/**
 * The access classes a caller may see; the one predicate that every door applies. Immutable.
 *
 * @param everything true for operators: no predicate is needed
 * @param classes ids of {@code archive.access_class}, never empty, always with {@link AccessClass#PUBLIC}
 */
public record Visibility(boolean everything, Set<Integer> classes) {
    public static final Visibility PUBLIC_ONLY = new Visibility(false, Set.of(AccessClass.PUBLIC));
    public static final Visibility EVERYTHING = new Visibility(true, Set.of(AccessClass.PUBLIC));

    public Visibility {
        classes = Set.copyOf(classes);
    }

    public boolean sees(int accessClass) {
        return everything || classes.contains(accessClass);
    }
}
