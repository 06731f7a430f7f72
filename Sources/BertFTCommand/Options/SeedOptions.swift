import ArgumentParser

/// The seed of a command's random choices.
struct SeedOptions: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("The seed of all random choices.", valueName: "n"))
  var seed: UInt64 = 42
}
