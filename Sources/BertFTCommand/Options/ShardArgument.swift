import ArgumentParser
import BertFT

/// A shard as people write it: `2/8`.
struct ShardArgument: ExpressibleByArgument {
  let shard: ExportShard

  init?(argument: String) {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let index = parts[0], let count = parts[1], let shard = ExportShard(index: index, of: count)
    else { return nil }
    self.shard = shard
  }
}
