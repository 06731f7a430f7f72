import ArgumentParser

/// What happens where an earlier run of the same command has finished.
struct FinishedOptions: ParsableArguments {
  @Flag(
    name: .long,
    help:
      "Do nothing where the output is there already, made of the same options, data and encoder; refuse one of another making. With --resume, go on with what was begun, if anything was."
  )
  var skipFinished = false
}
