import ArgumentParser

/// What happens where something of another making lies at the place of the output.
struct ReplacementOptions: ParsableArguments {
  @Flag(name: .long, help: "Replace what an earlier run made of other inputs.")
  var force = false
}
