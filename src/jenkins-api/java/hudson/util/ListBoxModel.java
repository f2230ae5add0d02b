package hudson.util;

import java.util.ArrayList;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

public class ListBoxModel extends ArrayList<ListBoxModel.Option> implements HttpResponse {
    public native void add(String displayName, String value);

    public native ListBoxModel add(String nameAndValue);

    public static final class Option {}

    @Override
    public native void generateResponse(StaplerRequest2 request, StaplerResponse2 response, Object node);
}
