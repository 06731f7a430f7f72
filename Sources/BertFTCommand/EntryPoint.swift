import ArgumentParser
import Foundation

/// Where the program starts: parses, runs, and turns every error into a line or two and an exit code.
@main
enum EntryPoint {
  static func main() {
    StandardError.occupy()
    Interruption.install()
    do {
      try TypedCommand.expandJob()
      var command = try BertFTCommand.parseAsRoot(ArgumentWords.mended(TypedCommand.words))
      try command.run()
      EventLines.end(ExitStatus.success.rawValue)
    } catch let error as CommandFailure {
      exit(report(error))
    } catch {
      // Help, the version and mistakes in the command line are the parser's own errors. It gives other errors code 1.
      let code = BertFTCommand.exitCode(for: error)
      exit(code == .success || code == .validationFailure ? reportParsing(error) : report(CommandFailure(error)))
    }
  }

  /// Prints why a command failed, and returns the exit code.
  private static func report(_ failure: CommandFailure) -> Int32 {
    if EventLines.isOn {
      EventLines.end(failure.status.rawValue, failure.message)
    } else if !failure.message.isEmpty {
      standardError("bertft: " + failure.message)
    }
    return failure.status.rawValue
  }

  /// Prints help or the version as a result, and a mistake as one line and a hint. Returns the exit code.
  private static func reportParsing(_ error: any Error) -> Int32 {
    let whole = BertFTCommand.fullMessage(for: error)
    if BertFTCommand.exitCode(for: error) == .success {
      do {
        try StandardOutput.print(whole)
        return ExitStatus.success.rawValue
      } catch {
        return report(error)
      }
    }
    // The parser's full message holds every option of the command; its last line names the help to read.
    let hint = whole.split(separator: "\n").last { $0.contains("--help") }
    let unknown = UnknownCommand(TypedCommand.words)
    standardError("bertft: " + (unknown?.message ?? inOneLine(BertFTCommand.message(for: error))))
    if let hint { standardError(String(hint.drop { $0 == " " })) }
    return ExitStatus.usage.rawValue
  }

  /// Joins the lines that the parser makes of a long list of values.
  private static func inOneLine(_ message: String) -> String {
    let lines = message.split(separator: "\n")
    let values = lines.dropFirst()
    guard let first = lines.first, !values.isEmpty, values.allSatisfy({ $0.hasPrefix("  - ") }) else { return message }
    return first + " " + values.map { $0.dropFirst(4) }.joined(separator: ", ")
  }

  private static func standardError(_ text: String) {
    StandardError.write(PlainText.shown(text) + "\n", patience: StandardError.lastPatience)
  }
}
