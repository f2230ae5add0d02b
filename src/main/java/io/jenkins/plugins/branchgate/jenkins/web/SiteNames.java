package io.jenkins.plugins.branchgate.jenkins.web;

import io.jenkins.plugins.branchgate.ledger.LedgerView;
import io.jenkins.plugins.branchgate.model.SiteId;

/** What people call a site. */
public final class SiteNames {

    private SiteNames() {}

    /** The repository's name, with the site's folder if it is not all of it; the site's id while nothing else is known. */
    public static String name(SiteId id, LedgerView view) {
        return view.site()
                .map(site -> {
                    String name = site.repository().replaceFirst("^.*[/:\\\\]", "");
                    name = name.isEmpty() ? id.value() : name;
                    return site.folder().isRoot() ? name : name + "/" + site.folder();
                })
                .orElse(id.value());
    }
}
