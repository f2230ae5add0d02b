package hudson.model;

public class Queue {
    public abstract static class Item extends Actionable {}

    public abstract static class NotWaitingItem extends Item {}

    public static final class BuildableItem extends NotWaitingItem {}

    public interface Task extends ModelObject {}
}
