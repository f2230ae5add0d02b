package hudson.console;

import hudson.model.Item;

public class ModelHyperlinkNote extends HyperlinkNote {
    public static native String encodeTo(String url, String text);

    public static native String encodeTo(Item item);
}
