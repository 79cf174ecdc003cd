import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.*;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Properties;

/**
 * Asks a database as JDBC tools do: java Ask URL QUESTIONS, where each line of QUESTIONS is the types of the columns
 * (t text, i integer, d date and time), a tab and a statement; "columns TABLE" instead asks for the driver's types, and
 * "between FROM UNTIL" for the events that start between two instants that are given as values. Prints for each a line
 * of JSON: a list of rows.
 */
public class Ask {
    static final DateTimeFormatter INSTANT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, true, "UTF-8");
        Properties settings = new Properties();
        if (args[0].startsWith("jdbc:sqlite:")) settings.setProperty("date_class", "TEXT");
        try (Connection connection = DriverManager.getConnection(args[0], settings)) {
            for (String line : Files.readAllLines(Path.of(args[1]))) {
                String[] words = line.split("\t");
                if (words[0].equals("columns")) {
                    out.println(columns(connection, words[1]));
                } else if (words[0].equals("between")) {
                    out.println(between(connection, words[1], words[2]));
                } else {
                    try (ResultSet rows = connection.createStatement().executeQuery(words[1])) {
                        out.println(json(rows, words[0]));
                    }
                }
            }
        }
    }

    static String columns(Connection connection, String table) throws SQLException {
        StringBuilder text = new StringBuilder("[");
        try (ResultSet columns = connection.getMetaData().getColumns(null, null, table, null)) {
            while (columns.next()) {
                if (text.length() > 1) text.append(", ");
                String type = columns.getString("TYPE_NAME");
                text.append("[").append(quoted(columns.getString("COLUMN_NAME"))).append(", ").append(quoted(type)).append("]");
            }
        }
        return text.append("]").toString();
    }

    static String between(Connection connection, String from, String until) throws SQLException {
        String sql = "SELECT event_id FROM events WHERE starts_at >= ? AND starts_at < ? ORDER BY event_id";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setTimestamp(1, Timestamp.valueOf(from));
            statement.setTimestamp(2, Timestamp.valueOf(until));
            try (ResultSet rows = statement.executeQuery()) {
                return json(rows, "t");
            }
        }
    }

    static String json(ResultSet rows, String types) throws SQLException {
        StringBuilder text = new StringBuilder("[");
        while (rows.next()) {
            if (text.length() > 1) text.append(", ");
            text.append("[");
            for (int i = 1; i <= types.length(); i++) {
                if (i > 1) text.append(", ");
                text.append(value(rows, i, types.charAt(i - 1)));
            }
            text.append("]");
        }
        return text.append("]").toString();
    }

    static String value(ResultSet rows, int i, char type) throws SQLException {
        if (type == 'i') {
            long number = rows.getLong(i);
            return rows.wasNull() ? "null" : Long.toString(number);
        }
        if (type == 'd') {
            Timestamp instant = rows.getTimestamp(i);
            return instant == null ? "null" : quoted(instant.toLocalDateTime().format(INSTANT));
        }
        String words = rows.getString(i);
        return words == null ? "null" : quoted(words);
    }

    static String quoted(String words) {
        StringBuilder text = new StringBuilder("\"");
        for (char c : words.toCharArray()) {
            if (c == '"' || c == '\\' || c < ' ') text.append(String.format("\\u%04x", (int) c));
            else text.append(c);
        }
        return text.append("\"").toString();
    }
}
