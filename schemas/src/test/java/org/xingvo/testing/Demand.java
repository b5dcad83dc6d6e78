package org.xingvo.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names what programs of astronomers demand (docs/clients.md) and this test shows to hold. */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.METHOD)
public @interface Demand {
    /** Numbers of the page, such as "2.5". */
    String[] value();
}
