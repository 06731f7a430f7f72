import ArgumentParser

/// How a command that takes long tells what happens.
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
      throw ValidationError("--quiet tells nothing, and --events all: give one of them")
    }
  }

  /// Begins to tell, where that is asked for.
  func begin() {
    if events != nil { EventLines.begin() }
  }

  /// Standard error under these options.
  func console() -> Console {
    begin()
    return output.console()
  }
}
