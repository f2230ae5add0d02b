package hudson.model;

public class Queue {
    public abstract static class Item extends Actionable {}

    public interface Task extends ModelObject {}
}
