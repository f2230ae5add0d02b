package hudson.model;

import java.util.List;

public interface ItemGroup<T extends Item> {
    String getFullName();

    default <U extends Item> List<U> getAllItems(Class<U> type) {
        return null;
    }
}
