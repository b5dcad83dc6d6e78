package org.xingvo.server.web;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.auth.Groups;
import org.xingvo.dali.auth.Groups.Entry;
import org.xingvo.dali.auth.Groups.Group;
import org.xingvo.dali.auth.Identities;

/**
 * Groups, for everybody who is signed in: users make groups and change those they own, operators all of them. Users see
 * the groups they own or are in. Thread-safe.
 */
@Path("/groups")
public final class GroupsResource {
    private static final String ENTRY = "{kind: owners|members|groups}/{who}";

    private final Identities identities;
    private final String authority;

    /** @param authority in the URIs of groups */
    public GroupsResource(Identities identities, String authority) {
        this.identities = identities;
        this.authority = authority;
    }

    @GET
    public Response list(@Context ContainerRequestContext request, @QueryParam("format") @Nullable String format) {
        Caller caller = Changes.user(request);
        List<Group> all = identities.groups().list();
        return new Listing<Group>()
                .column("group", Group::name)
                .column("owners", Group::owners)
                .column("members", Group::members)
                .column("groups", Group::inner)
                .column("description", Group::description)
                .column("uri", group -> "ivo://" + authority + "/gms?" + group.name())
                .answer(all.stream().filter(group -> sees(caller, group)).toList(), format);
    }

    private static boolean sees(Caller caller, Group group) {
        return caller.operator()
                || caller.groups().contains(group.name())
                || group.owners().contains(Objects.requireNonNullElse(caller.user(), ""));
    }

    @POST
    public Response add(
            @Context ContainerRequestContext request,
            @FormParam("name") @DefaultValue("") String name,
            @FormParam("owner") @Nullable String owner,
            @FormParam("description") @DefaultValue("") String description) {
        String user = Changes.owner(request);
        Caller by = Changes.user(request);
        if (owner != null && !owner.equals(user)) {
            Changes.operator(request);
        }
        return Changes.done(() -> identities.groups().add(by, named(name), owner == null ? user : owner, description));
    }

    @DELETE
    @Path("{name}")
    public Response remove(@Context ContainerRequestContext request, @PathParam("name") String name) {
        Caller by = Changes.user(request);
        return Changes.done(() -> identities.groups().remove(by, named(name)));
    }

    @POST
    @Path("{name}/description")
    public Response describe(
            @Context ContainerRequestContext request,
            @PathParam("name") String name,
            @FormParam("description") @DefaultValue("") String description) {
        Caller by = Changes.user(request);
        return Changes.done(() -> identities.groups().describe(by, named(name), description));
    }

    /** As PUT, for forms. */
    @POST
    @Path("{name}/{kind: owners|members|groups}")
    public Response putByForm(
            @Context ContainerRequestContext request,
            @PathParam("name") String name,
            @PathParam("kind") String kind,
            @FormParam("user") @Nullable String user,
            @FormParam("group") @Nullable String group) {
        String who = Objects.requireNonNullElse(kind.equals("groups") ? group : user, "");
        return put(request, name, kind, who);
    }

    @PUT
    @Path("{name}/" + ENTRY)
    public Response put(
            @Context ContainerRequestContext request,
            @PathParam("name") String name,
            @PathParam("kind") String kind,
            @PathParam("who") String who) {
        Caller by = Changes.user(request);
        return Changes.done(() -> identities.groups().put(by, named(name), entry(kind), named(who)));
    }

    @DELETE
    @Path("{name}/" + ENTRY)
    public Response take(
            @Context ContainerRequestContext request,
            @PathParam("name") String name,
            @PathParam("kind") String kind,
            @PathParam("who") String who) {
        Caller by = Changes.user(request);
        return Changes.done(() -> identities.groups().take(by, named(name), entry(kind), named(who)));
    }

    private String named(String text) {
        return Groups.nameOf(text, authority);
    }

    private static Entry entry(String kind) {
        return switch (kind) {
            case "owners" -> Entry.OWNER;
            case "members" -> Entry.MEMBER;
            default -> Entry.GROUP;
        };
    }
}
