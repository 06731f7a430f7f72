import ArgumentParser

/// How a long-running command reports its progress.
struct EventOptions: ParsableArguments {
  /// The forms of events.
  enum Form: String, ExpressibleByArgument, CaseIterable {
    case jsonl
  }

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Tell on standard error what happens as JSON, one object a line, in the place of notes and progress.",
      valueName: "form"))
  var events: Form?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if events != nil, output.quiet {
      throw ValidationError("--quiet prints nothing, and --events prints everything: give one of them")
    }
  }

  /// Begins to write events where `--events` is given.
  func begin() {
    if events != nil { EventLines.begin() }
  }

  /// The console of these options; begins to write events where they are asked for.
  func console() -> Console {
    begin()
    return output.console()
  }
}
