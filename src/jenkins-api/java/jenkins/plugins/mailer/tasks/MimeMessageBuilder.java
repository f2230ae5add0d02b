package jenkins.plugins.mailer.tasks;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;

public class MimeMessageBuilder {
    public native MimeMessageBuilder addRecipients(String recipients) throws UnsupportedEncodingException;

    public native MimeMessageBuilder setSubject(String subject);

    public native MimeMessageBuilder setBody(String body);

    public native MimeMessageBuilder setMimeType(String type);

    public native MimeMessage buildMimeMessage() throws MessagingException, UnsupportedEncodingException;
}
