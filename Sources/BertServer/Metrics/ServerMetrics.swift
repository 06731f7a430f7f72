import Foundation
import Synchronization

/// The request metrics of a server.
final class ServerMetrics: Sendable {
  /// The upper bounds of the buckets of durations, in seconds.
  static let buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

  /// The labels by which requests are counted.
  struct Key: Hashable, Comparable {
    let route: String
    let status: Int

    static func < (a: Key, b: Key) -> Bool { (a.route, a.status) < (b.route, b.status) }
  }

  private struct Durations {
    var counts = [Int](repeating: 0, count: ServerMetrics.buckets.count + 1)
    var sum = 0.0
  }

  private struct State {
    var requests: [Key: Int] = [:]
    var durations: [String: Durations] = [:]
    var underWay = 0
  }

  private let state = Mutex(State())
  private let start = Date().timeIntervalSince1970

  /// Counts a request that begins.
  ///
  /// - Returns: How many requests are under way, this one included.
  func begin() -> Int {
    state.withLock { state in
      state.underWay += 1
      return state.underWay
    }
  }

  /// Counts a request that ended.
  func end(_ key: Key, seconds: Double) {
    state.withLock { state in
      state.underWay -= 1
      state.requests[key, default: 0] += 1
      let bucket = Self.buckets.firstIndex { seconds <= $0 } ?? Self.buckets.count
      state.durations[key.route, default: Durations()].counts[bucket] += 1
      state.durations[key.route, default: Durations()].sum += seconds
    }
  }

  /// Writes all metrics in the text format of Prometheus.
  func write(to text: inout PrometheusText) {
    let state = state.withLock { $0 }
    text.family("bertft_requests_total", .counter, "Requests answered, by route and status.")
    for (key, count) in state.requests.sorted(by: { $0.key < $1.key }) {
      text.sample("bertft_requests_total", ["route": key.route, "status": "\(key.status)"], Double(count))
    }
    text.family(
      "bertft_request_duration_seconds", .histogram, "Seconds from the first line of a request to its response.")
    for (route, durations) in state.durations.sorted(by: { $0.key < $1.key }) {
      var total = 0
      for (index, count) in durations.counts.enumerated() {
        total += count
        let limit = index < Self.buckets.count ? "\(Self.buckets[index])" : "+Inf"
        text.sample("bertft_request_duration_seconds_bucket", ["le": limit, "route": route], Double(total))
      }
      text.sample("bertft_request_duration_seconds_sum", ["route": route], durations.sum)
      text.sample("bertft_request_duration_seconds_count", ["route": route], Double(total))
    }
    text.family("bertft_requests_under_way", .gauge, "Requests under way.")
    text.sample("bertft_requests_under_way", [:], Double(state.underWay))
    text.family("process_start_time_seconds", .gauge, "When the server started, in seconds since 1970.")
    text.sample("process_start_time_seconds", [:], start)
    if let bytes = Self.residentBytes {
      text.family("process_resident_memory_bytes", .gauge, "Memory in use.")
      text.sample("process_resident_memory_bytes", [:], Double(bytes))
    }
  }

  /// The resident memory in bytes; nil where the system has no `/proc/self/statm`.
  private static var residentBytes: Int? {
    guard let line = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
    let fields = line.split(separator: " ")
    return fields.count > 1 ? Int(fields[1]).map { $0 * Int(getpagesize()) } : nil
  }
}
