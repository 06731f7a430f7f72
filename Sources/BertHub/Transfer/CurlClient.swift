import CCurl
import Foundation
import Synchronization

/// A client of libcurl, with the connections that it keeps open.
final class CurlClient: @unchecked Sendable {
  // The functions of the client may be called from any thread, for one transfer at a time.
  private let client: OpaquePointer
  private let isInUse = Mutex(())
  private let configuration: HubConfiguration

  /// A client; nil where libcurl is not installed.
  init?(_ configuration: HubConfiguration) {
    guard let client = ccurl_open() else { return nil }
    self.client = client
    self.configuration = configuration
  }

  deinit { ccurl_close(client) }

  /// Requests a resource and passes the response to the reception. A cancelled task ends the transfer soon.
  ///
  /// The transfer runs on a thread of its own, since the calls block, which the threads of the cooperative pool must
  /// not.
  func get(_ url: URL, headers: [String], into reception: Reception) async -> ccurl_outcome {
    // No other thread uses the reception before this one has ended.
    nonisolated(unsafe) let reception = reception
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        Thread {
          let outcome = self.isInUse.withLock { _ in self.run(url, headers, reception) }
          continuation.resume(returning: outcome)
        }.start()
      }
    } onCancel: {
      ccurl_stop(client)
    }
  }

  private func run(_ url: URL, _ headers: [String], _ reception: Reception) -> ccurl_outcome {
    let texts = [url.absoluteString, configuration.proxy?.absoluteString ?? ""] + headers
    let copies = texts.map { strdup($0) }
    let certificates = configuration.certificates.map { strdup($0.path) }
    defer {
      for copy in copies { free(copy) }
      if let certificates { free(certificates) }
    }
    let lines = copies.dropFirst(2).map { UnsafePointer($0) }
    return lines.withUnsafeBufferPointer { lines in
      var request = ccurl_request()
      request.url = UnsafePointer(copies[0])
      request.proxy = UnsafePointer(copies[1])
      request.headers = lines.baseAddress
      request.header_count = lines.count
      request.certificates = certificates.flatMap { UnsafePointer($0) }
      request.connect_timeout = Int(configuration.connectTimeout * 1000)
      request.idle_timeout = Int(configuration.idleTimeout * 1000)
      return withExtendedLifetime(reception) {
        ccurl_get(
          client, &request, Unmanaged.passUnretained(reception).toOpaque(),
          { context, bytes, count in
            Reception.at(context)?.takeLine(UnsafeRawBufferPointer(start: bytes, count: count)) ?? false
          },
          { context, bytes, count in
            Reception.at(context)?.takeBody(UnsafeRawBufferPointer(start: bytes, count: count)) ?? false
          })
      }
    }
  }
}

extension Reception {
  /// The reception behind the pointer that libcurl passes to a callback.
  fileprivate static func at(_ context: UnsafeMutableRawPointer?) -> Reception? {
    context.map { Unmanaged<Reception>.fromOpaque($0).takeUnretainedValue() }
  }
}

extension HubError {
  /// The error of a failed transfer; nil for one that succeeded.
  init?(_ outcome: ccurl_outcome, received: Int, _ label: String) {
    let reason: Reason
    switch (Int(outcome.end), Int(outcome.code)) {
    case (CCURL_DONE, _): return nil
    case (CCURL_STOPPED, _): reason = .cancelled
    case (CCURL_STALLED, _): reason = .timedOut
    case _ where outcome.connected: reason = .connectionCut(received: received)
    case (_, CCURL_TIMED_OUT): reason = .unreachable("no answer to the attempt to connect")
    case (_, CCURL_NO_ADDRESS): reason = .unreachable("the host's name has no address")
    case (_, CCURL_NO_PROXY_ADDRESS): reason = .unreachable("the proxy's name has no address")
    case (_, CCURL_NO_CONNECTION) where outcome.system_error != 0:
      reason = .unreachable(String(cString: strerror(outcome.system_error)).lowercased())
    default:
      let words = withUnsafeBytes(of: outcome.detail) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      reason = .unreachable(String(words.filter { !$0.isNewline }.prefix(200)))
    }
    self.init(reason, label)
  }
}
