using System.Globalization;
using System.Xml;

namespace CrmErp.Sdk.Connectors.OData.Metadata;

/// <summary>
/// Reads $metadata documents of V2, V3 and V4 with a forward-only XML reader: no DTD, no external references, no reflection. Elements it
/// does not know are skipped.
/// </summary>
public sealed class EdmxReader
{
    private const string SapNamespace = "http://www.sap.com/Protocols/SAPData";
    private readonly Dictionary<string, EdmType> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> _enums = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EdmEntitySet> _sets = new(StringComparer.Ordinal);
    private readonly List<EdmAction> _actions = [];
    private readonly Dictionary<string, string> _aliases = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Association, string Role), (string Type, bool Many)> _roles = [];
    private readonly Dictionary<(string Association, string Role), string> _foreignKeys = [];
    private readonly List<(string Type, string Name, string Association, string FromRole, string ToRole)> _oldNavigations = [];
    private readonly List<(string Target, string Term)> _annotations = [];
    private readonly XmlReader _xml;

    private EdmxReader(XmlReader xml) => _xml = xml;

    /// <summary>Reads a document.</summary>
    /// <exception cref="InvalidDataException">It is not a $metadata document.</exception>
    public static EdmModel Read(ReadOnlyMemory<byte> document)
    {
        using var stream = new MemoryStream(document.ToArray(), writable: false);
        return Read(stream);
    }

    /// <summary>Reads a document.</summary>
    /// <exception cref="InvalidDataException">It is not a $metadata document.</exception>
    public static EdmModel Read(Stream document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreWhitespace = true };
        try
        {
            using var xml = XmlReader.Create(document, settings);
            return new EdmxReader(xml).ReadModel();
        }
        catch (XmlException e)
        {
            throw new InvalidDataException($"The metadata is not well-formed XML (line {e.LineNumber}).", e);
        }
    }

    private EdmModel ReadModel()
    {
        var schemas = 0;
        while (_xml.Read())
        {
            if (_xml is { NodeType: XmlNodeType.Element, LocalName: "Schema" })
            {
                schemas++;
                ReadSchema();
            }
        }

        if (schemas == 0)
        {
            throw new InvalidDataException("The metadata has no schema.");
        }

        ConnectOldNavigations();
        Annotate();
        return new EdmModel { Types = _types, Enums = _enums, Sets = _sets, Actions = _actions };
    }

    private void ReadSchema()
    {
        var ns = _xml.GetAttribute("Namespace") ?? "";
        if (_xml.GetAttribute("Alias") is { } alias)
        {
            _aliases[alias] = ns;
        }

        ForEachChild(name =>
        {
            switch (name)
            {
                case "EntityType" or "ComplexType":
                    ReadType(ns);
                    break;
                case "EnumType":
                    ReadEnum(ns);
                    break;
                case "Association":
                    ReadAssociation(ns);
                    break;
                case "EntityContainer":
                    ForEachChild(ReadContainerChild);
                    break;
                case "Action":
                    ReadAction(ns);
                    break;
                case "Annotations":
                    ReadAnnotations();
                    break;
                default:
                    break;
            }
        });
    }

    private void ReadType(string ns)
    {
        var qualified = $"{ns}.{_xml.GetAttribute("Name")}";
        var baseType = _xml.GetAttribute("BaseType");
        var (key, properties, navigations) = (new List<string>(), new List<EdmProperty>(), new List<EdmNavigation>());
        ForEachChild(name =>
        {
            switch (name)
            {
                case "Key":
                    ForEachChild(_ => key.Add(_xml.GetAttribute("Name") ?? ""));
                    break;
                case "Property":
                    properties.Add(ReadProperty());
                    break;
                case "NavigationProperty" when _xml.GetAttribute("Relationship") is { } relationship:
                    _oldNavigations.Add((qualified, _xml.GetAttribute("Name") ?? "", relationship, _xml.GetAttribute("FromRole") ?? "", _xml.GetAttribute("ToRole") ?? ""));
                    break;
                case "NavigationProperty":
                    navigations.Add(ReadNavigation());
                    break;
                default:
                    break;
            }
        });
        _types[qualified] = new EdmType(qualified) { BaseType = baseType is null ? null : Resolve(baseType), Key = key, Properties = properties, Navigations = navigations };
    }

    private EdmProperty ReadProperty()
    {
        var property = new EdmProperty(_xml.GetAttribute("Name") ?? "", ResolveType(_xml.GetAttribute("Type") ?? "Edm.String"))
        {
            Nullable = _xml.GetAttribute("Nullable") != "false",
            MaxLength = Number("MaxLength"),
            Precision = Number("Precision"),
            Scale = Number("Scale"),
            Creatable = _xml.GetAttribute("creatable", SapNamespace) != "false",
            Updatable = _xml.GetAttribute("updatable", SapNamespace) != "false",
            Filterable = _xml.GetAttribute("filterable", SapNamespace) != "false",
            DisplayFormat = _xml.GetAttribute("display-format", SapNamespace),
        };
        var terms = new List<string>();
        ForEachChild(name => AddTerm(name, terms));
        return Apply(property, terms);
    }

    private EdmNavigation ReadNavigation()
    {
        var type = _xml.GetAttribute("Type") ?? "";
        var isCollection = type.StartsWith("Collection(", StringComparison.Ordinal);
        var navigation = new EdmNavigation(_xml.GetAttribute("Name") ?? "", Resolve(isCollection ? type[11..^1] : type), isCollection) { Partner = _xml.GetAttribute("Partner") };
        ForEachChild(name => navigation = name == "ReferentialConstraint" ? navigation with { ForeignKey = _xml.GetAttribute("Property") } : navigation);
        return navigation;
    }

    private void ReadEnum(string ns)
    {
        var qualified = $"{ns}.{_xml.GetAttribute("Name")}";
        var members = new List<string>();
        ForEachChild(name =>
        {
            if (name == "Member" && _xml.GetAttribute("Name") is { } member)
            {
                members.Add(member);
            }
        });
        _enums[qualified] = members;
    }

    private void ReadContainerChild(string name)
    {
        if (name != "EntitySet" || _xml.GetAttribute("Name") is not { } set)
        {
            return;
        }

        _sets[set] = new EdmEntitySet(set, Resolve(_xml.GetAttribute("EntityType") ?? ""))
        {
            Creatable = Flag("creatable"),
            Updatable = Flag("updatable"),
            Deletable = Flag("deletable"),
        };
    }

    private void ReadAction(string ns)
    {
        var qualified = $"{ns}.{_xml.GetAttribute("Name")}";
        var isBound = _xml.GetAttribute("IsBound") == "true";
        string? boundTo = null;
        ForEachChild(name => boundTo ??= name == "Parameter" ? _xml.GetAttribute("Type") : null);
        if (isBound && boundTo is not null)
        {
            _actions.Add(new EdmAction(qualified, ResolveType(boundTo)));
        }
    }

    private void ReadAssociation(string ns)
    {
        var association = $"{ns}.{_xml.GetAttribute("Name")}";
        ForEachChild(name =>
        {
            if (name == "End" && _xml.GetAttribute("Role") is { } role)
            {
                _roles[(association, role)] = (Resolve(_xml.GetAttribute("Type") ?? ""), _xml.GetAttribute("Multiplicity") == "*");
            }
            else if (name == "ReferentialConstraint")
            {
                ForEachChild(side => ReadDependent(association, side));
            }
        });
    }

    private void ReadDependent(string association, string side)
    {
        var role = _xml.GetAttribute("Role") ?? "";
        ForEachChild(_ =>
        {
            if (side == "Dependent" && _xml.GetAttribute("Name") is { } property)
            {
                _foreignKeys[(association, role)] = property;
            }
        });
    }

    private void ReadAnnotations()
    {
        var target = _xml.GetAttribute("Target") ?? "";
        var terms = new List<string>();
        ForEachChild(name => AddTerm(name, terms));
        _annotations.AddRange(terms.Select(t => (target, t)));
    }

    private void AddTerm(string name, List<string> terms)
    {
        if (name == "Annotation" && _xml.GetAttribute("Term") is { } term && _xml.GetAttribute("Bool") != "false")
        {
            terms.Add(term);
        }
    }

    private void ConnectOldNavigations()
    {
        foreach (var (type, name, association, from, to) in _oldNavigations)
        {
            var qualified = Resolve(association);
            if (_roles.TryGetValue((qualified, to), out var end) && _types.TryGetValue(type, out var owner))
            {
                var navigation = new EdmNavigation(name, end.Type, end.Many) { ForeignKey = _foreignKeys.GetValueOrDefault((qualified, from)) };
                _types[type] = owner with { Navigations = [.. owner.Navigations, navigation] };
            }
        }
    }

    private void Annotate()
    {
        foreach (var (target, term) in _annotations)
        {
            var slash = target.IndexOf('/', StringComparison.Ordinal);
            if (slash > 0 && _types.TryGetValue(Resolve(target[..slash]), out var type))
            {
                var name = target[(slash + 1)..];
                _types[type.Name] = type with { Properties = [.. type.Properties.Select(p => p.Name == name ? Apply(p, [term]) : p)] };
            }
        }
    }

    private static EdmProperty Apply(EdmProperty property, List<string> terms)
    {
        var computed = terms.Exists(t => t.EndsWith("Core.V1.Computed", StringComparison.Ordinal));
        var immutable = terms.Exists(t => t.EndsWith("Core.V1.Immutable", StringComparison.Ordinal));
        return property with { Creatable = property.Creatable && !computed, Updatable = property.Updatable && !computed && !immutable };
    }

    private string ResolveType(string type) =>
        type.StartsWith("Collection(", StringComparison.Ordinal) ? $"Collection({Resolve(type[11..^1])})" : Resolve(type);

    private string Resolve(string name)
    {
        var dot = name.LastIndexOf('.');
        return dot > 0 && _aliases.TryGetValue(name[..dot], out var ns) ? $"{ns}{name[dot..]}" : name;
    }

    private int? Number(string attribute) =>
        int.TryParse(_xml.GetAttribute(attribute), CultureInfo.InvariantCulture, out var number) ? number : null;

    private bool? Flag(string attribute) => _xml.GetAttribute(attribute, SapNamespace) switch
    {
        "true" => true,
        "false" => false,
        _ => null,
    };

    // Calls back for every child element, and leaves the reader at the end of the parent, however much of a child was read.
    private void ForEachChild(Action<string> onChild)
    {
        if (_xml.IsEmptyElement)
        {
            return;
        }

        var depth = _xml.Depth;
        while (_xml.Read() && !(_xml.NodeType == XmlNodeType.EndElement && _xml.Depth == depth))
        {
            if (_xml.NodeType == XmlNodeType.Element && _xml.Depth == depth + 1)
            {
                onChild(_xml.LocalName);
            }
        }
    }
}
