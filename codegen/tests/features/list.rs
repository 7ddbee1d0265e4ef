//! Every feature, by the name of its folder.

macro_rules! every_feature {
    ($then:ident) => {
        $then! {
            additional_properties_beside_properties,
            all_of,
            all_of_narrows_a_property,
            const_member,
            discriminated_union,
            enum_values_that_collide_or_are_signs,
            free_form_and_maps,
            id_as_number_or_text,
            mutually_recursive_types,
            nullable,
            open_enum,
            optional_field,
            read_and_write_only,
            recursive_type,
            required_nullable,
            secrets,
            untagged_union,
            wrong_discriminator_mapping,
        }
    };
}
