package hudson;

public class Util {
    public static native String fixEmpty(String text);

    public static native String fixEmptyAndTrim(String text);

    public static native String fixNull(String text);

    public static native String getTimeSpanString(long duration);
}
