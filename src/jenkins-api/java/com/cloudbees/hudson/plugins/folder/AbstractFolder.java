package com.cloudbees.hudson.plugins.folder;

import hudson.model.AbstractItem;
import hudson.model.ItemGroup;
import hudson.model.TopLevelItem;
import hudson.util.DescribableList;
import java.io.IOException;

public abstract class AbstractFolder<I extends TopLevelItem> extends AbstractItem
        implements TopLevelItem, ItemGroup<I> {
    public native DescribableList<AbstractFolderProperty<?>, AbstractFolderPropertyDescriptor> getProperties();

    @Override
    public native void save() throws IOException;
}
