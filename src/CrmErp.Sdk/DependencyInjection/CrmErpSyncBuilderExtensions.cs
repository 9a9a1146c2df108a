using System.Diagnostics.CodeAnalysis;
using CrmErp.Sdk;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.Workflows;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The verbs of a sync definition.</summary>
public static class CrmErpSyncBuilderExtensions
{
    /// <summary>Adds a flow that keeps an entity in agreement. Several declarations for one entity add up; nothing runs before the definition is built.</summary>
    /// <param name="builder">The definition.</param>
    /// <param name="flow">Declares members, matching, policies and maps.</param>
    public static ICrmErpSyncBuilder Sync<T>(this ICrmErpSyncBuilder builder, Action<FlowBuilder<T>> flow)
        where T : Entity, ICanonicalEntity<T>
    {
        ArgumentNullException.ThrowIfNull(flow);
        Declarations(builder).Flows.Add(new FlowDeclaration(T.EntityType, (context, type, spec) => flow(new FlowBuilder<T>(context, type, spec))));
        return builder;
    }

    /// <summary>Adds a connection. Connector packages call it; their own verbs (<c>AddSalesforce</c>) are what a definition uses.</summary>
    /// <param name="builder">The definition.</param>
    /// <param name="name">The connection's name, such as <c>crm</c>.</param>
    /// <param name="registration">The kind of system behind it.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static ICrmErpSyncBuilder AddConnection(this ICrmErpSyncBuilder builder, string name, ConnectorRegistration registration)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(registration);
        Declarations(builder).Connections.Add(new ConnectionDefinition(name, registration));
        return builder;
    }

    /// <summary>
    /// Replaces every connection's registration when the definition is built, whatever the order of declarations: a test world keeps the
    /// descriptor, schema and standard maps and makes fakes.
    /// </summary>
    public static ICrmErpSyncBuilder ReplaceConnections(this ICrmErpSyncBuilder builder, Func<ConnectionDefinition, ConnectorRegistration> replace)
    {
        ArgumentNullException.ThrowIfNull(replace);
        Declarations(builder).Replace = replace;
        return builder;
    }

    /// <summary>Adds a workflow: a rule from golden change to golden change, run inside the transaction.</summary>
    /// <typeparam name="T">The entity whose changes start it.</typeparam>
    /// <typeparam name="TWorkflow">The workflow; its name is a part of the identities it derives, so renaming the class is a change of data.</typeparam>
    public static ICrmErpSyncBuilder AddWorkflow<T, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TWorkflow>(this ICrmErpSyncBuilder builder)
        where T : Entity, ICanonicalEntity<T>
        where TWorkflow : class, IWorkflow<T>
    {
        var declarations = Declarations(builder);
        builder.Services.TryAddSingleton<TWorkflow>();
        declarations.Workflows.Add(new WorkflowDeclaration(
            typeof(TWorkflow).Name,
            T.EntityType,
            services => WorkflowAdapter.Define(typeof(TWorkflow).Name, services.GetRequiredService<TWorkflow>())));
        return builder;
    }

    /// <summary>Adds a workflow under a name of its own.</summary>
    /// <param name="builder">The definition.</param>
    /// <param name="name">A part of the identities it derives; stable.</param>
    /// <param name="workflow">The workflow.</param>
    /// <param name="coversHistory">Whether it also does its work for records that are bound from their first inventory; for workflows that keep a value in step rather than react to a change.</param>
    public static ICrmErpSyncBuilder AddWorkflow<T>(this ICrmErpSyncBuilder builder, string name, IWorkflow<T> workflow, bool coversHistory = false)
        where T : Entity, ICanonicalEntity<T>
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(workflow);
        Declarations(builder).Workflows.Add(new WorkflowDeclaration(name, T.EntityType, _ => WorkflowAdapter.Define(name, workflow, coversHistory)));
        return builder;
    }

    /// <summary>
    /// Adds the quote-to-cash preset: flows for the entities that both connectors have standard maps for, and the workflows between them.
    /// A flow declared with <c>Sync</c> wins over the preset's, in any order.
    /// </summary>
    /// <param name="builder">The definition.</param>
    /// <param name="crm">The CRM's connection.</param>
    /// <param name="erp">The ERP's connection.</param>
    /// <param name="options">What is carried; everything by default.</param>
    public static ICrmErpSyncBuilder QuoteToCash(this ICrmErpSyncBuilder builder, string crm, string erp, Action<QuoteToCashOptions>? options = null)
    {
        var declarations = Declarations(builder);
        var chosen = new QuoteToCashOptions();
        options?.Invoke(chosen);
        declarations.Presets.Add(new QuoteToCashDeclaration(crm ?? "", erp ?? "", chosen));
        QuoteToCashPreset.AddTo(builder, chosen);
        return builder;
    }

    /// <summary>Registers an extra field. One that a declaration names is registered by that; this is for fields that only workflows use.</summary>
    public static ICrmErpSyncBuilder Field<T, TValue>(this ICrmErpSyncBuilder builder, Field<T, TValue> field)
        where T : Entity, ICanonicalEntity<T>
    {
        ArgumentNullException.ThrowIfNull(field);
        Declarations(builder).Extras.Add((T.EntityType, null, field.ToEntityField()));
        return builder;
    }

    /// <summary>Adds an entity that no flow carries and only workflows use.</summary>
    public static ICrmErpSyncBuilder Entity<T>(this ICrmErpSyncBuilder builder)
        where T : Entity, ICanonicalEntity<T>
    {
        Declarations(builder).Entities.Add(T.EntityType);
        return builder;
    }

    /// <summary>Lays the lines and owners of a mapping document over the definition; later documents win.</summary>
    public static ICrmErpSyncBuilder UseMapping(this ICrmErpSyncBuilder builder, MappingDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        Declarations(builder).Documents.Add(document);
        return builder;
    }

    /// <summary>Warnings stop the start as errors do; for CI.</summary>
    public static ICrmErpSyncBuilder TreatWarningsAsErrors(this ICrmErpSyncBuilder builder)
    {
        Declarations(builder).WarningsAreErrors = true;
        return builder;
    }

    private static SyncDeclarations Declarations(ICrmErpSyncBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return SyncDeclarations.Of(builder.Services);
    }
}
