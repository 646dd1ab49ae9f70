//! Traces to an OpenTelemetry collector (cargo feature `otel`), and the trace that a request belongs to.
//!
//! Whoever calls us may say in `traceparent` (W3C Trace Context) which trace the call is part of. Its id is in every log
//! line of the request, with or without the feature.

use tracing::Span;

/// Which traces are exported, and where to.
#[derive(Debug, Clone, Copy)]
pub struct Traces<'a> {
    /// Address of the collector, OTLP over HTTP; empty: none are exported.
    pub endpoint: &'a str,
    /// What the collector calls us.
    pub service: &'a str,
    /// Part of the traces that begin here, 0 to 1. Those that begin elsewhere follow their caller.
    pub ratio: f64,
    /// Which spans.
    pub filter: &'a str,
}

/// Notes in `span`, which has an empty field `trace_id`, the trace that `header` tells of. Anything else than a valid
/// header is ignored.
pub fn adopt(span: &Span, header: Option<&str>) {
    let Some(parent) = header.and_then(Parent::read) else { return };
    span.record("trace_id", parent.trace_id);
    #[cfg(feature = "otel")]
    otel::adopt(span, &parent);
}

/// A `traceparent` of version 00: `00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01`.
#[cfg_attr(not(feature = "otel"), expect(dead_code, reason = "without traces only the id of the trace is of use"))]
struct Parent<'a> {
    trace_id: &'a str,
    span_id: &'a str,
    flags: &'a str,
}

impl<'a> Parent<'a> {
    fn read(header: &'a str) -> Option<Self> {
        let mut parts = header.split('-');
        let (version, trace_id, span_id, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let hex = |text: &str, length| text.len() == length && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let zero = |text: &str| text.bytes().all(|byte| byte == b'0');
        let sound = hex(version, 2) && hex(trace_id, 32) && hex(span_id, 16) && hex(flags, 2) && !zero(trace_id) && !zero(span_id);
        // Later versions may add parts; the first has none.
        let known = version != "ff" && (version != "00" || parts.next().is_none());
        (sound && known).then_some(Self { trace_id, span_id, flags })
    }
}

#[cfg(feature = "otel")]
pub use otel::{Exporting, layer};

#[cfg(not(feature = "otel"))]
pub use without::{Exporting, layer};

#[cfg(not(feature = "otel"))]
mod without {
    use anyhow::ensure;
    use tracing_subscriber::layer::Identity;

    use super::Traces;

    /// Nothing is exported.
    #[derive(Debug)]
    pub struct Exporting;

    impl Exporting {
        /// Does nothing.
        pub const fn finish(self) {}
    }

    /// Does nothing.
    ///
    /// # Errors
    /// Traces are wanted.
    pub fn layer(traces: Traces<'_>) -> anyhow::Result<(Identity, Exporting)> {
        ensure!(traces.endpoint.is_empty(), "telemetry.otlp_endpoint is set, but this program was built without the feature otel");
        Ok((Identity::new(), Exporting))
    }
}

#[cfg(feature = "otel")]
mod otel {
    use std::{sync::Arc, time::Duration};

    use opentelemetry::{
        Context,
        trace::{SpanContext, SpanId, TraceContextExt, TraceFlags, TraceId, TraceState, TracerProvider},
    };
    use opentelemetry_otlp::{WithExportConfig, WithHttpConfig};
    use opentelemetry_sdk::{
        Resource,
        error::{OTelSdkError, OTelSdkResult},
        trace::{Sampler, SdkTracerProvider, SpanData, SpanExporter},
    };
    use tokio::runtime::Handle;
    use tracing::Span;
    use tracing_opentelemetry::OpenTelemetrySpanExt;
    use tracing_subscriber::{EnvFilter, Layer, registry::LookupSpan};

    use super::{Parent, Traces};

    /// Longest wait for the collector.
    const WAIT: Duration = Duration::from_secs(5);

    /// Spans are being collected.
    #[derive(Debug)]
    pub struct Exporting(Option<SdkTracerProvider>);

    impl Exporting {
        /// Exports what waits.
        pub fn finish(self) {
            if let Some(provider) = &self.0 {
                let _ = provider.shutdown_with_timeout(WAIT);
            }
        }
    }

    /// Exports through `traces.endpoint`, if there is one.
    ///
    /// # Errors
    /// The address cannot be used.
    pub fn layer<S>(traces: Traces<'_>) -> anyhow::Result<(Option<Box<dyn Layer<S> + Send + Sync>>, Exporting)>
    where
        S: tracing::Subscriber + for<'a> LookupSpan<'a> + Send + Sync,
    {
        if traces.endpoint.is_empty() {
            return Ok((None, Exporting(None)));
        }
        let exporter = opentelemetry_otlp::SpanExporter::builder()
            .with_http()
            .with_endpoint(format!("{}/v1/traces", traces.endpoint.trim_end_matches('/')))
            .with_timeout(WAIT)
            .with_max_request_body_size(4 << 20)
            .build()?;
        let provider = SdkTracerProvider::builder()
            .with_resource(Resource::builder().with_service_name(traces.service.to_owned()).build())
            .with_sampler(Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(traces.ratio))))
            .with_batch_exporter(OnRuntime { exporter: Arc::new(exporter), runtime: Handle::current() })
            .build();
        let spans = tracing_opentelemetry::layer().with_tracer(provider.tracer("lianqiao")).with_threads(false);
        let filter = EnvFilter::try_new(traces.filter).unwrap_or_else(|_| EnvFilter::new("info"));
        Ok((Some(spans.with_filter(filter).boxed()), Exporting(Some(provider))))
    }

    /// Makes `span` part of the caller's trace.
    pub(super) fn adopt(span: &Span, parent: &Parent<'_>) {
        let (Ok(trace), Ok(caller), Ok(flags)) =
            (TraceId::from_hex(parent.trace_id), SpanId::from_hex(parent.span_id), u8::from_str_radix(parent.flags, 16))
        else {
            return;
        };
        let context = SpanContext::new(trace, caller, TraceFlags::new(flags & 1), true, TraceState::default());
        let _ = span.set_parent(Context::new().with_remote_span_context(context));
    }

    /// Batches are exported from a thread of their own; the client wants to run where the runtime is.
    #[derive(Debug)]
    struct OnRuntime {
        exporter: Arc<opentelemetry_otlp::SpanExporter>,
        runtime: Handle,
    }

    impl SpanExporter for OnRuntime {
        async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
            let exporter = Arc::clone(&self.exporter);
            let sent = self.runtime.spawn(async move { exporter.export(batch).await }).await;
            sent.unwrap_or_else(|error| Err(OTelSdkError::InternalFailure(error.to_string())))
        }

        fn set_resource(&mut self, resource: &Resource) {
            if let Some(exporter) = Arc::get_mut(&mut self.exporter) {
                exporter.set_resource(resource);
            }
        }
    }
}
