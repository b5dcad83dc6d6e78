package org.xingvo.tap.result;

import java.util.List;
import org.xingvo.votable.Field;
import org.xingvo.votable.Param;
import org.xingvo.votable.ServiceDescriptor;

/** Tells clients that the links service takes the ids of a column (DataLink 1.1, section 4). */
public final class LinksDescriptor {
    public static final String STANDARD_ID = "ivo://ivoa.net/std/DataLink#links-1.1";

    private LinksDescriptor() {}

    /**
     * The descriptor.
     *
     * @param linksUrl address of the links service
     * @param fieldId XML id of the FIELD with the dataset ids
     */
    public static ServiceDescriptor of(String linksUrl, String fieldId) {
        return new ServiceDescriptor(
                "links_service",
                "DataLink",
                "Files and services of a dataset",
                List.of(Param.text("standardID", STANDARD_ID), Param.text("accessURL", linksUrl)),
                List.of(new Param(Field.text("ID").withUcd("meta.id;meta.main").withRef(fieldId), "")));
    }
}
