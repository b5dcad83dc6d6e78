package org.xingvo.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names what programs of astronomers demand (docs/clients.md, docs/vospace-demands.md) and this test shows to hold. */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.METHOD)
public @interface Demand {
    /** Numbers of the pages, such as "2.5" or "V35". */
    String[] value();
}
