import ArgumentParser

/// Where chance plays a part.
struct SeedOptions: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("The seed of everything drawn by chance.", valueName: "n"))
  var seed: UInt64 = 42
}
